import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The environment that programs are looked for in. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** Browsers that open a window without tabs and an address bar, by their names on the PATH. */
const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
];

const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];

const WINDOWS_PLACES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

/** Path of a browser of Chromium's family; `null` where there is none. `CHROME_PATH` names one that is elsewhere. */
export async function findBrowser(
  { platform, env }: Surroundings = { platform: process.platform, env: process.env },
): Promise<string | null> {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  return firstExecutable([...onPath(BROWSERS, { platform, env }), ...usualPlaces({ platform, env })]);
}

/** Path of a program on the PATH; `null` where there is none. */
export function findOnPath(
  name: string,
  { platform, env }: Surroundings = { platform: process.platform, env: process.env },
): Promise<string | null> {
  return firstExecutable(onPath([name], { platform, env }));
}

function onPath(names: readonly string[], { platform, env }: Surroundings): string[] {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const suffix = platform === 'win32' ? '.exe' : '';
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

function usualPlaces({ platform, env }: Surroundings): string[] {
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env.HOME ? [join(env.HOME, 'Applications')] : [])];
    return MAC_APPS.flatMap((app) => roots.map((root) => `${root}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    return WINDOWS_PLACES.flatMap((place) => roots.map((root) => `${root}\\${place}`));
  }
  return [];
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
