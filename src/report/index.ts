export type { Chart } from './charts/chart.js';
export { type ComparisonCharts, comparisonCharts } from './charts/comparison-charts.js';
export type { DrawingDocument } from './charts/drawing.js';
export type { Recording } from './recording.js';
export { RecordingBuilder } from './recording-builder.js';
export { type Provenance, type Report, type ReportOptions, renderReport } from './render-report.js';
