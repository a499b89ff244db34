/** An environment for the CLI in which a package is not installed. */
export function withoutPackage(name: string): NodeJS.ProcessEnv {
  const hook = `export const resolve = (name, context, next) => {
    if (name === ${JSON.stringify(name)}) throw new Error('not installed');
    return next(name, context);
  };`;
  const asUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const start = asUrl(`import { register } from 'node:module'; register(${JSON.stringify(asUrl(hook))});`);
  return { NODE_OPTIONS: `--import=${start}` };
}
