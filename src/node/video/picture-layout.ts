import type { AnyImage, Plane, YuvColors, YuvImage } from '../../core/index.js';

/** A picture in FFmpeg's memory, valid until the next one is asked for. */
export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  /** One of RGB24, or one each of brightness and both colour differences. */
  readonly planes: readonly Plane[];
  /** `null` for RGB24. */
  readonly colors: YuvColors | null;
  readonly timestamp: number;
}

/** Where in a buffer the pixels of a picture lie. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly planes: readonly (Omit<Plane, 'data'> & { readonly offset: number })[];
  readonly colors: YuvColors | null;
}

/** Lay out a picture: planes one after the other, as they are; RGB24 without what pads its rows. */
export function layOut({ width, height, planes, colors }: DecodedPicture): Layout {
  let bytes = 0;
  const places = planes.map((plane) => {
    const rowBytes = colors === null ? plane.width : plane.rowBytes;
    const place = { width: plane.width, height: plane.height, rowBytes, offset: bytes };
    bytes += rowBytes * plane.height;
    return place;
  });
  return { width, height, bytes, planes: places, colors };
}

/** Copy a picture's pixels. */
export function copyPixels({ planes }: DecodedPicture, layout: Layout, target: Uint8Array): void {
  for (const [i, { data, rowBytes, width, height }] of planes.entries()) {
    const { offset, rowBytes: targetBytes } = layout.planes[i];
    if (rowBytes === targetBytes) {
      target.set(data.subarray(0, rowBytes * (height - 1) + width), offset);
      continue;
    }
    for (let y = 0; y < height; y++) {
      target.set(data.subarray(y * rowBytes, y * rowBytes + width), offset + y * targetBytes);
    }
  }
}

/** The picture that was laid out in a buffer. */
export function imageIn(buffer: ArrayBuffer, layout: Layout): AnyImage {
  const { width, height, colors } = layout;
  const planes = layout.planes.map(({ offset, ...plane }) => ({
    ...plane,
    data: new Uint8Array(buffer, offset, plane.rowBytes * plane.height),
  }));
  if (colors === null) return { data: planes[0].data, width, height, channels: 3 };
  return { width, height, planes: planes as unknown as YuvImage['planes'], colors };
}
