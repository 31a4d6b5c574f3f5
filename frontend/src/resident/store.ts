/** localStorage that never throws: private windows and full phones simply don't remember. */
const PREFIX = "wobangni:";
const DAYS = 7 * 24 * 3600 * 1000;

export interface Kept {
  fields: [string, string][];
  at: number;
}

export function keep(key: string, fields: [string, string][]): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ fields, at: Date.now() } satisfies Kept));
  } catch {
    // then it is not kept
  }
}

export function kept(key: string): Kept | undefined {
  try {
    const raw = localStorage.getItem(PREFIX + key);
    const found = raw ? (JSON.parse(raw) as Kept) : undefined;
    return found && Date.now() - found.at < DAYS ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets what is kept under keys that contain `part`; everything without one. */
export function forget(part = ""): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && key.includes(part)) localStorage.removeItem(key);
    }
  } catch {
    // nothing was kept
  }
}

export function keysWith(part: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && key.includes(part))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
