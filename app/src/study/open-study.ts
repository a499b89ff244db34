import { parseStudy, type Stimulus, type Study } from 'affect-detect';

/** A study whose stimuli are all there. */
export interface OpenStudy extends Study {
  /** Address of each stimulus's content, which needs no network any more. */
  readonly urls: ReadonlyMap<Stimulus, string>;
}

/** What studies need is kept here, so that a study's link works without a network the next time. */
const KEPT = 'study-files';

/**
 * Open a study by its address, with all of its stimuli.
 * @param address of the study's file, relative to the page, on the same host
 * @throws {Error} if a file can't be fetched, or is not what it should be
 */
export async function fetchStudy(address: string): Promise<OpenStudy> {
  const url = new URL(address, document.baseURI);
  if (url.origin !== location.origin) throw new Error(`The study must lie on this host, not on ${url.host}.`);
  const response = await fetchKept(url);
  const study = parseStudy(await response.text(), url.pathname.split('/').at(-1)!);
  return withContents(study, async ({ file }) => (await fetchKept(new URL(addressOf(file), url))).blob());
}

/** A stimulus's address from its study's; a name may hold what means something else in an address, such as # and %. */
function addressOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

/** Whether a file says by its name that it is a study. */
export function isStudyFile({ name }: File): boolean {
  return name.endsWith('.study.json');
}

/**
 * Open a study of files that the user chose: the study's own, and its stimuli.
 * @throws {Error} if a stimulus is not among them
 */
export async function readStudy(files: readonly File[]): Promise<OpenStudy> {
  const own = files.find(isStudyFile)!;
  const study = parseStudy(await own.text(), own.name);
  return withContents(study, async ({ file }) => {
    const name = file.split('/').at(-1);
    const found = files.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${name} is missing: choose it together with ${own.name}.`);
    return found;
  });
}

async function withContents(study: Study, read: (stimulus: Stimulus) => Promise<Blob>): Promise<OpenStudy> {
  const urls = new Map<Stimulus, string>();
  try {
    for (const stimulus of study.stimuli) urls.set(stimulus, URL.createObjectURL(await read(stimulus)));
  } catch (error) {
    closeStudy({ urls });
    throw error;
  }
  return { ...study, urls };
}

/** Free what a study's stimuli take. */
export function closeStudy({ urls }: Pick<OpenStudy, 'urls'>): void {
  for (const url of urls.values()) URL.revokeObjectURL(url);
}

/** The file of the server, or, without a network, as it was the last time. */
async function fetchKept(url: URL): Promise<Response> {
  let response: Response | undefined;
  try {
    response = await fetch(url);
  } catch {
    response = await caches?.match(url, { cacheName: KEPT });
    if (response === undefined) throw new Error(`${url.pathname} can't be fetched: there is no network.`);
    return response;
  }
  if (!response.ok) throw new Error(`${url.pathname} can't be fetched (HTTP ${response.status}).`);
  // Private windows keep nothing; the study works all the same.
  await caches
    ?.open(KEPT)
    .then((cache) => cache.put(url, response.clone()))
    .catch(() => {});
  return response;
}
