/** What the build knows of the app's files: paths relative to the app. */
export interface Precache {
  /** Changes with any file. */
  readonly version: string;
  /** What every visit needs, the models among it. */
  readonly shell: readonly string[];
  /** ONNX Runtime's build for each backend; a browser needs one of them. */
  readonly backends: Readonly<Record<string, readonly string[]>>;
}

const PREFIX = 'affect-detect-';

/** What a service worker keeps, and where. */
export class KeptFiles {
  /** Name of the cache: one for each version and backend. */
  readonly cacheName: string;
  /** Absolute addresses of all kept files. */
  readonly urls: readonly string[];
  /** Address of the page itself. */
  readonly page: string;
  readonly #known: ReadonlySet<string>;

  /**
   * @param scope address of the app's folder
   * @param backend what runs the networks in this browser
   */
  constructor(precache: Precache, scope: string, backend: string) {
    const runtime = precache.backends[backend] ?? [];
    this.cacheName = `${PREFIX}${precache.version}-${backend}`;
    this.urls = [...precache.shell, ...runtime].map((path) => new URL(path, scope).href);
    this.page = new URL('index.html', scope).href;
    this.#known = new Set(this.urls);
  }

  /** The kept file that a request is for; `null` where it is for none. */
  match(url: string): string | null {
    const address = new URL(url);
    address.hash = '';
    address.search = '';
    return this.#known.has(address.href) ? address.href : null;
  }

  /** Of all caches of the origin, those that an earlier version of this app has left. */
  outdated(names: readonly string[]): string[] {
    return names.filter((name) => name.startsWith(PREFIX) && name !== this.cacheName);
  }
}
