package io.github.taskhost.autoconfigure.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.task.JsonPayload;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Tells which types have JSON that is not described by their fields: a schema of the
 * fields would refuse values that the codec reads.
 */
final class ScalarTypes {

	/** Types of the platform that the generator describes as Jackson reads them. */
	private static final Set<Class<?>> DESCRIBED = Set.of(Object.class, String.class, CharSequence.class, Number.class,
			BigDecimal.class, BigInteger.class, UUID.class, URI.class, Date.class, Calendar.class, Duration.class,
			Period.class, Instant.class, LocalDate.class, LocalDateTime.class, LocalTime.class, OffsetDateTime.class,
			OffsetTime.class, ZonedDateTime.class, ZoneId.class, Optional.class, Supplier.class);

	private ScalarTypes() {
	}

	/** Strings in JSON, though arrays in Java. */
	static boolean isText(Class<?> type) {
		return type == byte[].class || type == char[].class;
	}

	static boolean isAnyJson(Class<?> type) {
		if (type == JsonPayload.class || JsonNode.class.isAssignableFrom(type)) {
			return true;
		}
		return !type.isEnum() && !type.isArray()
				&& (isPlatform(type) || hasDeserializer(type) || hasOtherTypeId(type) || isOneValue(type));
	}

	private static boolean isPlatform(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return (loader == null || loader == ClassLoader.getPlatformClassLoader())
				&& !ClassUtils.isPrimitiveOrWrapper(type) && !DESCRIBED.contains(type)
				&& !Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type);
	}

	private static boolean hasDeserializer(Class<?> type) {
		return has(type, JsonDeserialize.class);
	}

	/**
	 * The generator knows neither simple names nor an annotation of an interface that is
	 * more than one step away.
	 */
	private static boolean hasOtherTypeId(Class<?> type) {
		JsonTypeInfo info = AnnotatedElementUtils.findMergedAnnotation(type, JsonTypeInfo.class);
		return info != null && (info.use() == JsonTypeInfo.Id.SIMPLE_NAME || !isNear(type, info));
	}

	private static boolean isNear(Class<?> type, JsonTypeInfo info) {
		for (Class<?> at = type; at != null; at = at.getSuperclass()) {
			if (info.equals(at.getDeclaredAnnotation(JsonTypeInfo.class)) || Stream.of(at.getInterfaces())
				.anyMatch((each) -> info.equals(each.getDeclaredAnnotation(JsonTypeInfo.class)))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOneValue(Class<?> type) {
		Stream<AnnotatedElement> methods = Stream.of(ReflectionUtils.getUniqueDeclaredMethods(type));
		Stream<AnnotatedElement> others = Stream.concat(Stream.of(type.getDeclaredFields()),
				Stream.of(type.getDeclaredConstructors()));
		return Stream.concat(methods, others).anyMatch((each) -> has(each, JsonValue.class) || delegates(each));
	}

	private static boolean delegates(AnnotatedElement creator) {
		JsonCreator found = AnnotatedElementUtils.findMergedAnnotation(creator, JsonCreator.class);
		return found != null && found.mode() == JsonCreator.Mode.DELEGATING;
	}

	private static boolean has(AnnotatedElement element, Class<? extends Annotation> annotation) {
		return AnnotatedElementUtils.hasAnnotation(element, annotation);
	}

}
