/** Small choices that outlive the page. Storage may be forbidden or full: then a choice lasts as long as the page. */
const PREFIX = 'audiohook-console.';

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Says whether it could be kept. */
export function remember(key: string, value: string): boolean {
  try {
    localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

/** The same for what wants a `Storage`-like place, such as pane sizes. */
export const rememberedLayouts = {
  getItem: (key: string): string | null => recall(key),
  setItem: (key: string, value: string): void => void remember(key, value),
};

/** The same for as long as the window lives: a reload keeps it, another window does not see it. */
export function recallForWindow(key: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function rememberForWindow(key: string, value: string): boolean {
  try {
    sessionStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}
