import type { FaceView } from './reading.js';

/** The smallest face whose box holds a point, so that a face in front of a bigger one can be chosen. */
export function faceAt(faces: readonly FaceView[], x: number, y: number): FaceView | null {
  const hit = faces.filter(({ face: { box } }) => {
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  });
  return hit.sort((a, b) => a.face.box.width - b.face.box.width)[0] ?? null;
}
