import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import type { CameraDevice } from './camera.js';
import { parseAvfoundationList, parseDshowList } from './device-lists.js';

/** List the cameras of this machine, the system's first choice first. */
export async function listCameras(platform: NodeJS.Platform = process.platform): Promise<CameraDevice[]> {
  if (platform === 'linux') return listVideo4Linux();
  return (await listWithNodeAv()) ?? (await listWithFfmpeg(platform));
}

/**
 * The cameras that Linux knows.
 * @param folder of the system's video devices
 */
export async function listVideo4Linux(folder = '/sys/class/video4linux'): Promise<CameraDevice[]> {
  const names = await readdir(folder).catch(() => []);
  const numbers = names.flatMap((name) => /^video(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const devices: CameraDevice[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const read = async (file: string) =>
      (await readFile(`${folder}/video${number}/${file}`, 'utf8').catch(() => '')).trim();
    // A camera's other devices carry data about its pictures.
    if (Number(await read('index')) > 0) continue;
    devices.push({ id: `/dev/video${number}`, label: await read('name') });
  }
  return devices;
}

async function listWithNodeAv(): Promise<CameraDevice[] | null> {
  try {
    const { Device } = await import('node-av/lib');
    const devices = await Device.list();
    return devices
      .filter(({ type }) => type === 'video')
      .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))
      .map(({ name, description }) => ({ id: name, label: description }));
  } catch {
    return null;
  }
}

/** FFmpeg lists devices on its standard error, and fails on purpose. */
function listWithFfmpeg(platform: NodeJS.Platform): Promise<CameraDevice[]> {
  const isMac = platform === 'darwin';
  const args = ['-hide_banner', '-f', isMac ? 'avfoundation' : 'dshow', '-list_devices', 'true', '-i', ''];
  return new Promise((resolve) => {
    execFile('ffmpeg', args, (_error, _stdout, stderr) => {
      resolve(isMac ? parseAvfoundationList(stderr) : parseDshowList(stderr));
    });
  });
}
