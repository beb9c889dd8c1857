import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';

export const UserErrorCode = {
  INVALID: 'INVALID',
  NOT_FOUND: 'NOT_FOUND',
  MODIFIED_SINCE: 'MODIFIED_SINCE',
  WITHDRAWN: 'WITHDRAWN',
  ADDRESS_TAKEN: 'ADDRESS_TAKEN',
} as const;
registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why a write was refused.',
  valuesConfig: {
    INVALID: { description: 'The field holds what it may not hold.' },
    NOT_FOUND: { description: 'What the field names does not exist.' },
    MODIFIED_SINCE: {
      description: 'Somebody else has changed it since `ifUnmodifiedSince`: read it again, then decide.',
    },
    WITHDRAWN: { description: 'The article was withdrawn and is not published again.' },
    ADDRESS_TAKEN: { description: 'An address belongs to another article.' },
  },
});

/** Why a write was refused: a part of the answer, since the person who wrote can act on it. */
@Directive('@shareable')
@ObjectType({ description: 'Why a write was refused. Where there is one, nothing was written.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'What kind of fault it is, for programs.' })
  code!: keyof typeof UserErrorCode;

  @Field(() => String, { description: 'The field of the input that is at fault.' })
  field!: string;

  @Field(() => String, { description: 'What is wrong, for people.' })
  message!: string;
}

/** The user error for a write that was refused. */
export function userError({
  reason,
  field,
  message,
}: {
  reason: UserError['code'];
  field: string;
  message: string;
}): UserError {
  return { code: reason, field, message };
}
