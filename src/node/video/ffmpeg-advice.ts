import { readFile } from 'node:fs/promises';

const BY_LINUX: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, 'sudo apt install ffmpeg'],
  [/fedora|rhel|centos/, 'sudo dnf install ffmpeg-free'],
  [/arch/, 'sudo pacman -S ffmpeg'],
  [/suse/, 'sudo zypper install ffmpeg'],
  [/alpine/, 'apk add ffmpeg'],
];

/** One line that says how to get a video decoder on this system. */
export async function ffmpegAdvice(platform: NodeJS.Platform = process.platform): Promise<string> {
  return `to read videos, install the package node-av (npm install node-av) or FFmpeg (${await command(platform)})`;
}

async function command(platform: NodeJS.Platform): Promise<string> {
  if (platform === 'darwin') return 'brew install ffmpeg';
  if (platform === 'win32') return 'winget install Gyan.FFmpeg';
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return linuxCommand(release);
}

/** @param release the text of /etc/os-release */
export function linuxCommand(release: string): string {
  // ID is the distribution; ID_LIKE names those that it descends from.
  const ids = release.match(/^ID(_LIKE)?=.*$/gm)?.join(' ') ?? '';
  return BY_LINUX.find(([id]) => id.test(ids))?.[1] ?? 'https://ffmpeg.org/download.html';
}
