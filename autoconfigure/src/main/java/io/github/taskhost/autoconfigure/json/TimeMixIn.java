package io.github.taskhost.autoconfigure.json;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Like {@link ValueMixIn}, with a time in ISO-8601.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
abstract class TimeMixIn {

	@JsonFormat(shape = JsonFormat.Shape.STRING)
	@Nullable Instant time;

	@JsonFormat(shape = JsonFormat.Shape.STRING)
	abstract Instant time();

	/** Like {@link ValueMixIn}, with a due time in ISO-8601. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
	abstract static class Due {

		@JsonFormat(shape = JsonFormat.Shape.STRING)
		@Nullable Instant due;

		@JsonFormat(shape = JsonFormat.Shape.STRING)
		abstract Instant due();

	}

}
