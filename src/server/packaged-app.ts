import { fileURLToPath } from 'node:url';

/** Folder of the web app that comes with this package. */
export const PACKAGED_APP = fileURLToPath(new URL('../app/', import.meta.url));
