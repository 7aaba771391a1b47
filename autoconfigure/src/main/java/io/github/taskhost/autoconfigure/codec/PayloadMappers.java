package io.github.taskhost.autoconfigure.codec;

import java.util.List;

import io.github.taskhost.autoconfigure.json.JsonPayloadModule;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Mappers for payloads. They have the Jackson modules of the application, and do not
 * depend on the settings of its mapper.
 */
final class PayloadMappers {

	static final int MAX_DEPTH = 32;

	static final int MAX_NAME = 1000;

	/** The longest number, and the largest exponent of a number. */
	static final int MAX_NUMBER = 1000;

	private PayloadMappers() {
	}

	/** Writes results: no beans, since a body may return any object. */
	static JsonMapper results(List<JacksonModule> modules) {
		return builder(new PlainDataOnly(PlainBean::isRecordLike), modules).build();
	}

	/** Writes and reads inputs and answers: records and beans of plain data. */
	static JsonMapper values(List<JacksonModule> modules) {
		return builder(new PlainDataOnly(PlainBean::is), modules)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.withCoercionConfig(LogicalType.Textual, PayloadMappers::onlyStrings)
			.addModule(ClassValues.module())
			.addModule(new SimpleModule("taskhost-finite-numbers").setDeserializerModifier(new FiniteNumbers()))
			.build();
	}

	private static void onlyStrings(MutableCoercionConfig config) {
		config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
	}

	/** The modules of Taskhost come last, so that no other one replaces them. */
	private static JsonMapper.Builder builder(PlainDataOnly plainDataOnly, List<JacksonModule> modules) {
		return JsonMapper.builder(factory().build())
			.addModules(modules)
			.addModule(ClosedTypeIds.module())
			.addModule(new JsonPayloadModule().setSerializerModifier(plainDataOnly))
			.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
	}

	/** Makes parsers that also accept NaN and Infinity, so that they can be named. */
	static JsonFactory checks() {
		return factory().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
	}

	private static JsonFactoryBuilder factory() {
		return JsonFactory.builder()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
			.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(MAX_DEPTH)
				.maxNameLength(MAX_NAME)
				.maxNumberLength(MAX_NUMBER)
				.build());
	}

}
