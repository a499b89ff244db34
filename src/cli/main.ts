#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { AffectDetectError } from '../core/index.js';
import { pc } from './colors.js';
import { doctorCommand } from './commands/doctor.js';
import { evaluateCommand } from './commands/evaluate.js';
import { evaluateDetectorCommand } from './commands/evaluate-detector.js';
import { imageCommand } from './commands/image.js';
import { reportCommand } from './commands/report.js';
import { serveCommand } from './commands/serve.js';
import { videoCommand } from './commands/video.js';
import { webcamCommand } from './commands/webcam.js';
import { EXIT, ExitError, exitCodeOf } from './exit-codes.js';
import { hearOfFailures, talk } from './io.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const EXIT_CODES = `
Exit codes:
  0 all went well           5 a file can't be written
  1 a bug of ours           6 a video broke off; results up to the break were given
  2 wrong command line      7 camera absent, busy or not allowed
  3 input missing or bad    8 port in use
  4 model or backend bad  130 stopped by Ctrl-C`;

function buildProgram(): Command {
  const program = new Command('affect-detect')
    .description(
      'Reads seven facial expressions from faces in images and videos. No frame leaves this machine.',
    )
    .version(version, '-V, --version')
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', EXIT_CODES);
  for (const command of [
    imageCommand(),
    videoCommand(),
    webcamCommand(),
    reportCommand(),
    serveCommand(),
    evaluateCommand(),
    evaluateDetectorCommand(),
    doctorCommand(),
  ]) {
    program.addCommand(command.copyInheritedSettings(program).version(version, '-V, --version'));
  }
  program.hook('preAction', (_, command) => refuseEmptyValues(command));
  const commands = [program, ...program.commands];
  for (const command of commands) command.exitOverride();
  return program;
}

/** An empty value is a variable of the shell that isn't set. */
function refuseEmptyValues(command: Command): void {
  const empty = command.options.find((option) => command.getOptionValue(option.attributeName()) === '');
  if (empty) command.error(`error: option '${empty.flags}' got an empty value`);
}

async function main(): Promise<number> {
  hearOfFailures();
  try {
    await buildProgram().parseAsync();
    return EXIT.ok;
  } catch (error) {
    // Commander has already printed its message, or the help or version that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof AffectDetectError) talk(pc.red(`affect-detect: ${error.message}`));
    else if (!(error instanceof ExitError)) {
      talk(
        pc.red(
          `affect-detect: internal error, please report it: ${error instanceof Error ? error.stack : error}`,
        ),
      );
    }
    return exitCodeOf(error);
  }
}

process.exitCode = await main();
