import { expect, test } from 'vitest';
import { ffmpegAdvice, linuxCommand } from './ffmpeg-advice.js';

test.each([
  ['ID=debian\n', 'sudo apt install ffmpeg'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install ffmpeg'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install ffmpeg-free'],
  ['ID=alpine\n', 'apk add ffmpeg'],
  ['', 'https://ffmpeg.org/download.html'],
])('%j gets the command of its package manager', (release, command) => {
  expect(linuxCommand(release)).toBe(command);
});

test.each([
  ['darwin', 'brew install ffmpeg'],
  ['win32', 'winget install Gyan.FFmpeg'],
] as const)('%s gets its command', async (platform, command) => {
  expect(await ffmpegAdvice(platform)).toContain(command);
});
