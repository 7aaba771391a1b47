package io.github.taskhost.autoconfigure.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

/**
 * Writes enum values in snake_case and reads them in any case: {@code CANCEL_REQUESTED}
 * is {@code cancel_requested}. Overrides the settings of the mapper.
 */
@EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
@JsonFormat(shape = JsonFormat.Shape.STRING, with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
interface SnakeCaseMixIn {

}
