import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token with which an editor or a program may write. Only its hash is kept. */
@Entity()
export class EditorToken {
  /** SHA-256 of the token, in hex. The token has 256 random bits, so a plain hash cannot be guessed back. */
  @PrimaryColumn('text')
  hash!: string;

  /** Whose it is, for people. */
  @Column('text', { unique: true })
  name!: string;

  @Column('bigint')
  createdAt!: number;

  @Column('bigint', { nullable: true })
  expiresAt!: number | null;

  @Column('bigint', { nullable: true })
  revokedAt!: number | null;
}
