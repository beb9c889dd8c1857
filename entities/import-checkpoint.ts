import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far the import of a file has come, so that it can go on after an interruption. */
@Entity()
export class ImportCheckpoint {
  /** SHA-256 over the size and the opening of the file, in hex. */
  @PrimaryColumn('text')
  fileKey!: string;

  /** The last line that is wholly in the database, counting from 1. */
  @Column('integer')
  line!: number;

  @Column('bigint')
  updatedAt!: number;
}
