/** Where a video comes from, as FFmpeg is told. */
export interface MediaAddress {
  /** A file can be opened again at any place; standard input can be read once; a network stream may break off and come back. */
  readonly kind: 'file' | 'pipe' | 'network';
  /** In FFmpeg's way of naming files. */
  readonly url: string;
  /** FFmpeg's options for opening it. */
  readonly options: Readonly<Record<string, string>>;
  /** For results: what was given, without a user name and password. */
  readonly name: string;
}

/** Without any data for so long, a connection counts as lost, seconds. Also the longest that stopping can take. */
const NETWORK_TIMEOUT = 5;

const MICROSECONDS = 1e6;
const TIMEOUT = String(NETWORK_TIMEOUT * MICROSECONDS);

/** FFmpeg's name for pictures that a server pushes one by one. They carry no times, and FFmpeg would take 25 of them for a second. */
export const UNTIMED_FORMAT = 'mpjpeg';
/** What it is told of them: a picture's time is that of its arrival. */
export const BY_ARRIVAL = ['use_wallclock_as_timestamps', '1'] as const;

const OPTIONS_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'http:': { rw_timeout: TIMEOUT, user_agent: 'affect-detect' },
  'https:': { rw_timeout: TIMEOUT, user_agent: 'affect-detect' },
  // Over TCP nothing is lost on the way, and one connection passes where UDP's ports are closed.
  'rtsp:': { timeout: TIMEOUT, rtsp_transport: 'tcp' },
  'rtsps:': { timeout: TIMEOUT, rtsp_transport: 'tcp' },
};

/** Whether a source of a video isn't a file on disk: an address, or standard input. */
export function isStream(source: string): boolean {
  return parseMediaAddress(source, (path) => path).kind !== 'file';
}

/**
 * Tell an address from a path.
 * @param source a path, an `http(s)://` or `rtsp(s)://` address, or `-` for standard input
 * @param toPath makes a path absolute
 */
export function parseMediaAddress(source: string, toPath: (path: string) => string): MediaAddress {
  if (source === '-') return { kind: 'pipe', url: 'pipe:0', options: {}, name: source };
  const url = /^[a-z]+:\/\//i.test(source) && URL.canParse(source) ? new URL(source) : null;
  if (url !== null && Object.hasOwn(OPTIONS_OF, url.protocol)) {
    return {
      kind: 'network',
      url: source,
      options: OPTIONS_OF[url.protocol],
      name: withoutUser(url, source),
    };
  }
  // FFmpeg would take a colon in a bare file name for the end of a protocol's name.
  return { kind: 'file', url: `file:${toPath(source)}`, options: {}, name: source };
}

/** What is wrong with a source that FFmpeg can't open, as words that follow its name. */
export function openingProblem({ kind }: MediaAddress): string {
  return kind === 'network'
    ? "can't be reached, or isn't a video that can be read"
    : "isn't a video that can be read, or it is cut off before its index";
}

function withoutUser(url: URL, source: string): string {
  if (url.username === '' && url.password === '') return source;
  url.username = '';
  url.password = '';
  return url.href;
}
