import { useStore } from '../../ui/store.ts';
import { chooseTheme, THEMES, type Theme, theme } from '../../ui/theme.ts';
import { Section } from './section.tsx';
import { useFound } from './settings-context.ts';

const WORDS: Record<Theme, string> = { system: 'As the system has it', light: 'Light', dark: 'Dark' };

/** How the page looks, in this browser or window. */
export function AppearanceSection() {
  const chosen = useStore(theme);
  const found = useFound('theme', 'dark light colours');
  return (
    <Section id="appearance" title="Appearance">
      {found && (
        <fieldset className="setting">
          <legend>Theme</legend>
          <div className="setting-field">
            {THEMES.map(one => (
              <label key={one}>
                <input type="radio" name="theme" checked={chosen === one} onChange={() => chooseTheme(one)} />{' '}
                {WORDS[one]}
              </label>
            ))}
          </div>
          <p className="setting-words quiet">
            Kept in this browser or window. Motion and contrast follow the system’s own settings.
          </p>
        </fieldset>
      )}
    </Section>
  );
}
