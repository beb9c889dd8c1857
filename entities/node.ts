import { Field, ID, InterfaceType } from 'type-graphql';
import { PrimaryColumn } from 'typeorm';

/**
 * What has a permanent identity.
 *
 * `id` is the stored number (see src/database/ids.ts); the GraphQL field of the same name is the opaque
 * global ID that resolvers/node.ts makes of the type's name and this number.
 */
@InterfaceType('Node', {
  description:
    'An object with a permanent, globally unique identity (Relay Global Object Identification). Fetch it again with `node(id:)`.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Permanent and opaque. Survives export, import and a change of database.' })
  @PrimaryColumn('bigint')
  id!: number;
}
