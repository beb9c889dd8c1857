import type { GraphQLError } from 'graphql';
import type { ResponsePath } from './flatten.js';

/** The errors of an answer, by their places. */
export interface Reports {
  readonly errors: GraphQLError[];
  add(error: GraphQLError): void;
  /** Whether an error is at a place or below it. */
  isAt(path: ResponsePath): boolean;
  /** Whether an error explains a null: one at its place, below it or above it. */
  explains(path: ResponsePath): boolean;
}

interface Place {
  hasError: boolean;
  inner: Map<string | number, Place>;
}

/** @param errors - those that are there already */
export function createReports(errors: readonly GraphQLError[]): Reports {
  const root: Place = newPlace();
  const reports: Reports = {
    errors: [],
    add(error) {
      reports.errors.push(error);
      let place = root;
      for (const step of error.path ?? []) {
        const inner = place.inner.get(step) ?? newPlace();
        place.inner.set(step, inner);
        place = inner;
      }
      place.hasError = true;
    },
    isAt: (path) =>
      path.reduce<Place | undefined>((place, step) => place?.inner.get(step), root) !== undefined,
    explains(path) {
      let place: Place | undefined = root;
      for (const step of path) {
        if (place.hasError) return true;
        place = place.inner.get(step);
        if (!place) return false;
      }
      return true;
    },
  };
  errors.forEach(reports.add);
  return reports;
}

function newPlace(): Place {
  return { hasError: false, inner: new Map() };
}
