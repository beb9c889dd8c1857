import { DefaultNamingStrategy } from 'typeorm';

/** `publishedAt` -> `published_at`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Tables and columns in snake case, as operators expect to find them in psql. */
export class SnakeNaming extends DefaultNamingStrategy {
  override tableName(className: string, given?: string): string {
    return given ?? snakeCase(className);
  }

  override columnName(property: string, given: string | undefined, embedded: string[]): string {
    return snakeCase([...embedded, given ?? property].join('_'));
  }
}
