import { constants } from 'node:os';
import type { CameraFailure } from './camera-feed.js';

const { ENOENT, ENODEV, ENXIO, EBUSY, EACCES, EPERM, EIO } = constants.errno;

/** What to do where a program may not use the camera. */
const PERMISSION: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'allow it for your terminal in System Settings > Privacy & Security > Camera',
  win32: 'allow desktop apps to use it in Settings > Privacy & security > Camera',
  linux: 'add yourself to the group that owns it (sudo usermod -aG video $USER) and log in again',
};

/**
 * Why a camera gives no pictures, and what to do, in one line.
 * @param name of the camera
 */
export function explainFailure(
  name: string,
  { stage, errno, reason }: CameraFailure,
  platform: NodeJS.Platform = process.platform,
): string {
  if (stage === 'read') return `the camera ${name} was unplugged or gives no more pictures (${reason})`;
  if ([ENOENT, ENODEV, ENXIO].includes(errno)) {
    return `there is no camera ${name}; affect-detect webcam --list-devices lists those that there are`;
  }
  if (errno === EBUSY) return `the camera ${name} is busy; close the other program that uses it`;
  if (errno === EACCES || errno === EPERM) {
    return `the camera ${name} may not be used; ${PERMISSION[platform] ?? 'allow it in the system settings'}`;
  }
  // All that macOS and Windows say.
  const advice = errno === EIO ? '; is it in use, or not allowed for this program?' : '';
  return `the camera ${name} can't be opened (${reason})${advice}`;
}
