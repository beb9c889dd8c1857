import DataLoader from 'dataloader';
import type { PopularityWindow } from '../../entities/popularity-window.js';
import type { Queryable } from '../database/database.js';
import { type ArticlePopularity, popularityOf } from './ranking.js';

/** What is asked about one article: its counts and score, or its rank in a window. */
export interface PopularityQuestion {
  articleId: number;
  rankIn?: PopularityWindow;
}

/** Answers all that one request asks about popularity at once in one statement; null: never viewed. */
export type PopularityLoader = DataLoader<PopularityQuestion, ArticlePopularity | null, string>;

/** A loader for one request. */
export function popularityLoader(database: Queryable): PopularityLoader {
  return new DataLoader(
    async (questions) => {
      const ids = [...new Set(questions.map(({ articleId }) => articleId))];
      const ranks = [...new Set(questions.flatMap(({ rankIn }) => rankIn ?? []))];
      const found = await popularityOf(database, ids, { ranks });
      return questions.map(({ articleId }) => found.get(articleId) ?? null);
    },
    { cacheKeyFn: ({ articleId, rankIn }) => `${articleId} ${rankIn ?? ''}` },
  );
}
