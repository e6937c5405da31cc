/** `{{name}}` in a text of a profile becomes the call's input variable of that name. */

export interface Filled {
  readonly text: string;
  /** Names that the call did not bring, each once; their places are left empty. */
  readonly missing: readonly string[];
}

const PLACE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

export function fillVariables(template: string, variables: Readonly<Record<string, string>>): Filled {
  const missing = new Set<string>();
  const text = template.replace(PLACE, (_all, name: string) => {
    if (Object.hasOwn(variables, name)) return variables[name] ?? '';
    missing.add(name);
    return '';
  });
  return { text, missing: [...missing] };
}
