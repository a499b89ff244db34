/** The part that is used of heic-decode, which brings no types. */
declare module 'heic-decode' {
  /** @returns the file's first picture, upright: RGBA, 8 bits */
  export default function decode(input: { readonly buffer: Uint8Array }): Promise<{
    readonly width: number;
    readonly height: number;
    readonly data: Uint8ClampedArray<ArrayBuffer>;
  }>;
}
