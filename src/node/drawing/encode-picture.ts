import sharp, { type Sharp } from 'sharp';
import type { RgbImage } from '../../core/index.js';

/** How a picture is written. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

/** File name extensions of each format, the usual one first. */
const EXTENSIONS: Record<PictureFormat, readonly string[]> = {
  jpeg: ['.jpg', '.jpeg', '.jpe', '.jfif'],
  png: ['.png'],
  webp: ['.webp'],
  avif: ['.avif'],
  gif: ['.gif'],
  tiff: ['.tif', '.tiff'],
};

/** Lines and letters are thin and coloured, which halved chroma would smear; colours are close to lossless. */
const ENCODERS: Record<PictureFormat, (picture: Sharp) => Sharp> = {
  jpeg: (picture) => picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
  png: (picture) => picture.png(),
  webp: (picture) => picture.webp({ quality: 92, smartSubsample: true }),
  // The default effort takes four times as long for a tenth fewer bytes.
  avif: (picture) => picture.avif({ quality: 75, chromaSubsampling: '4:4:4', effort: 2 }),
  gif: (picture) => picture.gif(),
  tiff: (picture) => picture.tiff({ compression: 'deflate', predictor: 'horizontal' }),
};

/** The format of a file that can be decoded, by its content; PNG for one that can only be read. */
export async function pictureFormat(path: string): Promise<PictureFormat> {
  const { format, compression } = await sharp(path).metadata();
  if (format === 'heif') return compression === 'av1' ? 'avif' : 'png';
  return format !== undefined && Object.hasOwn(ENCODERS, format) ? (format as PictureFormat) : 'png';
}

/** The format that a file name asks for; `null` where it names none. */
export function formatOfName(name: string): PictureFormat | null {
  const lower = name.toLowerCase();
  const formats = Object.keys(EXTENSIONS) as PictureFormat[];
  return formats.find((format) => EXTENSIONS[format].some((extension) => lower.endsWith(extension))) ?? null;
}

/** Keep an extension that fits the format, or replace it by the format's usual one. */
export function extensionFor(format: PictureFormat, extension: string): string {
  return EXTENSIONS[format].includes(extension.toLowerCase()) ? extension : EXTENSIONS[format][0];
}

/** Encode pixels, without any metadata: no place, no camera, no time. */
export function encodePicture(image: RgbImage, format: PictureFormat): Promise<Uint8Array> {
  const { data, width, height, channels } = image;
  const picture = sharp(data, { raw: { width, height, channels } });
  return ENCODERS[format](channels === 4 ? picture.removeAlpha() : picture).toBuffer();
}
