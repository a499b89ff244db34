import { join, normalize, sep } from 'node:path';
import { Hono } from 'hono';
import { fileResponse } from './file-response.js';
import { hostGuard } from './host-guard.js';
import { PACKAGED_APP } from './packaged-app.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { type ServedModels, servedModelPath } from './served-models.js';
import { readSharedFiles } from './shared-files.js';

export interface AppOptions {
  /** Folder of the built web app; default: the one of this package. */
  readonly root?: string;
  /** Address or name that the server listens on; requests to other names are refused. Default `127.0.0.1`. */
  readonly host?: string;
  /** Models to give out beside the app's own. Default: none. */
  readonly models?: ServedModels;
  /** Files to give out beside the app: absolute paths, by the decoded path of their address. Default: none. */
  readonly files?: Readonly<Record<string, string>>;
}

// The build puts a hash into the names of all files in assets/, so that a name never changes its content.
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** The server of the web app as a function from request to response: it only gives out files, and stores nothing. */
export function createApp({
  root = PACKAGED_APP,
  host = '127.0.0.1',
  models = {},
  files = {},
}: AppOptions = {}): Hono {
  const isOurHost = hostGuard(host);
  const shared = readSharedFiles(root);
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
  });
  app.use(async (c, next) => {
    const requested = c.req.header('Host') ?? new URL(c.req.url).host;
    if (!isOurHost(requested)) return c.text(`This server does not answer for ${requested}.\n`, 421);
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      return c.text('Only GET and HEAD are answered.\n', 405, { Allow: 'GET, HEAD' });
    }
    return next();
  });
  app.get('*', async (c) => {
    const urlPath = decodePath(c.req.path);
    const path =
      urlPath &&
      (servedModelPath(models, urlPath) ??
        fileAt(files, urlPath) ??
        shared.get(urlPath.slice(1)) ??
        resolvePath(root, urlPath));
    const cacheControl = urlPath?.startsWith('/assets/') ? IMMUTABLE : 'no-cache';
    const response = path && (await fileResponse(path, c.req.raw, cacheControl));
    return response || c.text('There is no such file.\n', 404);
  });
  return app;
}

/** @returns a URL's path without escapes, of which Hono leaves some; `null` where it is malformed */
function decodePath(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}

/** @returns the path of the file that is given out at a URL's path; `null` where there is none */
function fileAt(files: Readonly<Record<string, string>>, urlPath: string): string | null {
  return Object.hasOwn(files, urlPath) ? files[urlPath] : null;
}

/** @returns the absolute path that a URL's path names, or `null` if that lies outside the root or is malformed */
function resolvePath(root: string, urlPath: string): string | null {
  const folder = normalize(root.endsWith(sep) ? root : root + sep);
  const path = join(folder, urlPath.endsWith('/') ? `${urlPath}index.html` : urlPath);
  return path.startsWith(folder) && !urlPath.includes('\0') ? path : null;
}
