import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';

/** Comments by the id of their article, in memory and in a file of one JSON object a line. */
export function openCommentStore(path) {
  const byArticle = new Map();
  const remember = (comment) => {
    byArticle.set(comment.articleId, [comment, ...(byArticle.get(comment.articleId) ?? [])]);
  };
  if (existsSync(path))
    for (const line of readFileSync(path, 'utf8').split('\n')) if (line) remember(JSON.parse(line));

  return {
    /** The comments of many articles, in the order of the ids; the latest first. With a database: one statement. */
    async ofArticles(articleIds) {
      return articleIds.map((id) => byArticle.get(id) ?? []);
    },

    /** Returns once it is in the file. */
    async add({ articleId, author, text }) {
      const comment = { id: randomUUID(), articleId, author, text, createdAt: new Date().toISOString() };
      await appendFile(path, `${JSON.stringify(comment)}\n`);
      remember(comment);
      return comment;
    },
  };
}
