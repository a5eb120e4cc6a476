/** How a piece of text stands out. Reports only name the role; the command line decides what it looks like. */
export interface Style {
  /** What the eye should find first. */
  strong(text: string): string;
  /** What only completes the picture: units, axes, labels. */
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const same = (text: string) => text;

/** No escape sequences at all: for files, pipes and tests. */
export const plainStyle: Style = { strong: same, faint: same, good: same, bad: same };

/** What a drawing has at its disposal. */
export interface Canvas {
  /** Character columns, 80 unless told. */
  readonly columns?: number;
  /** False draws with ASCII characters only. */
  readonly unicode?: boolean;
  readonly style?: Style;
}

/** Columns of the page where nothing else is known. */
export const pageColumns = 80;
