import { FFmpegError, Filter, type FilterContext, FilterGraph, FilterInOut, type Frame } from 'node-av/lib';

/** An FFmpeg filter graph that turns decoded frames of one kind into pictures. */
export class PictureGraph {
  readonly #graph = new FilterGraph();
  readonly #source: FilterContext;
  readonly #sink: FilterContext;
  readonly #kind: string;

  /**
   * @param sample a frame like those that will be pushed; its timestamps count microseconds
   * @param filters one input, one output
   */
  constructor(sample: Frame, filters: string) {
    this.#kind = kindOf(sample);
    this.#graph.alloc();
    this.#graph.nbThreads = 1;
    this.#source = this.#graph.allocFilter(Filter.getByName('buffer')!, 'in')!;
    const parameters = {
      width: sample.width,
      height: sample.height,
      format: sample.format,
      timeBase: { num: 1, den: 1_000_000 },
      sampleAspectRatio: sample.sampleAspectRatio,
      colorRange: sample.colorRange,
      colorSpace: sample.colorSpace,
    };
    FFmpegError.throwIfError(this.#source.buffersrcParametersSet(parameters), 'buffersrcParametersSet');
    FFmpegError.throwIfError(this.#source.init(null), 'init');
    this.#sink = this.#graph.createFilter(Filter.getByName('buffersink')!, 'out')!;
    const status = this.#graph.parsePtr(filters, end('out', this.#sink), end('in', this.#source));
    FFmpegError.throwIfError(status, filters);
    FFmpegError.throwIfError(this.#graph.configSync(), filters);
  }

  /** Whether a frame is of the kind that the graph was made for; some files change in the middle. */
  accepts(frame: Frame): boolean {
    return kindOf(frame) === this.#kind;
  }

  push(frame: Frame): void {
    FFmpegError.throwIfError(this.#source.buffersrcAddFrameSync(frame), 'buffersrcAddFrame');
  }

  /** @returns false if there is no picture yet */
  pull(picture: Frame): boolean {
    return this.#sink.buffersinkGetFrameSync(picture) >= 0;
  }

  free(): void {
    this.#graph.free();
  }
}

function kindOf({ width, height, format, colorRange, colorSpace }: Frame): string {
  return [width, height, format, colorRange, colorSpace].join();
}

function end(name: string, context: FilterContext): FilterInOut {
  const end = new FilterInOut();
  end.alloc();
  end.name = name;
  end.filterCtx = context;
  end.padIdx = 0;
  return end;
}
