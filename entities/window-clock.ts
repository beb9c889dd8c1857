import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Up to which hour the windows of Popularity have been advanced. One row. */
@Entity()
export class WindowClock {
  @PrimaryColumn('integer')
  id!: number;

  /** Whole hours since 1970-01-01T00:00:00Z. */
  @Column('integer')
  hour!: number;
}
