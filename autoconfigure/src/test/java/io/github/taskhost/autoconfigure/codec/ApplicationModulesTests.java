package io.github.taskhost.autoconfigure.codec;

import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for payloads of types that modules of the application write and read.
 */
class ApplicationModulesTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostCodecAutoConfiguration.class));

	@Test
	void modulesWriteAndReadInputsAndResults() {
		PayloadCodec codec = codec(new MoneyModule());
		JsonPayload json = new JsonPayload("\"7 EUR\"");
		assertThat(codec.encode(new Money(7, "EUR"))).isEqualTo(json);
		assertThat(codec.encodeResult(List.of(new Money(7, "EUR"))).value()).isEqualTo(new JsonPayload("[\"7 EUR\"]"));
		assertThat(decode(codec, json, Money.class)).isEqualTo(new Money(7, "EUR"));
		assertThat(codec().encodeResult(new Money(7, "EUR")).omitted()).isNotNull();
	}

	@Test
	void beansAreModules() {
		this.contexts.withBean(MoneyModule.class)
			.run((context) -> assertThat(context.getBean(PayloadCodec.class).encode(new Money(7, "EUR")))
				.isEqualTo(new JsonPayload("\"7 EUR\"")));
	}

	/** As Spring Boot finds the module for Kotlin. */
	@Test
	void modulesOfTheClassPathAreFound(@TempDir Path folder) throws IOException {
		try (URLClassLoader loader = withMoneyModule(folder)) {
			this.contexts.withClassLoader(loader)
				.run((context) -> assertThat(context.getBean(PayloadCodec.class).encode(new Money(7, "EUR")))
					.isEqualTo(new JsonPayload("\"7 EUR\"")));
		}
	}

	@Test
	void modulesOfTheClassPathAreIgnoredWhereSpringBootIgnoresThem(@TempDir Path folder) throws IOException {
		try (URLClassLoader loader = withMoneyModule(folder)) {
			this.contexts.withClassLoader(loader)
				.withPropertyValues("spring.jackson.find-and-add-modules=false")
				.run((context) -> assertThat(
						context.getBean(PayloadCodec.class).encodeResult(new Money(7, "EUR")).omitted())
					.isNotNull());
		}
	}

	private URLClassLoader withMoneyModule(Path folder) throws IOException {
		Path services = Files.createDirectories(folder.resolve("META-INF/services"));
		Files.writeString(services.resolve(JacksonModule.class.getName()), MoneyModule.class.getName());
		return new URLClassLoader(new URL[] { folder.toUri().toURL() }, getClass().getClassLoader());
	}

	@Test
	void noModuleTurnsPolymorphicTypesOn() {
		PayloadCodec codec = codec(new TypesModule());
		assertThat(codec.encode(new Typed("a"))).isEqualTo(new JsonPayload("{\"name\":\"a\"}"));
		assertThat(decode(codec, new JsonPayload("{\"name\":\"a\"}"), Typed.class)).isEqualTo(new Typed("a"));
		JsonPayload withClass = new JsonPayload("{\"@class\":\"" + Typed.class.getName() + "\",\"name\":\"a\"}");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> decode(codec, withClass, Typed.class))
			.withMessageContaining("@class: is not known");
	}

	@Test
	void dataClassesOfKotlinAreKeptAsResults() {
		assertThat(codec().encodeResult(new DataClass("a")).value()).isEqualTo(new JsonPayload("{\"name\":\"a\"}"));
		assertThat(codec().encodeResult(new KotlinBean("a")).omitted()).contains(KotlinBean.class.getName());
	}

	private static PayloadCodec codec(JacksonModule... modules) {
		return new JacksonPayloadCodec(DataSize.ofKilobytes(4), PayloadValidation.NONE, List.of(modules));
	}

	private static @Nullable Object decode(PayloadCodec codec, JsonPayload json, Type type) {
		return codec.decode(json, type);
	}

	/** A value without properties. */
	static final class Money {

		private final long amount;

		private final String currency;

		Money(long amount, String currency) {
			this.amount = amount;
			this.currency = currency;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Money that && toString().equals(that.toString());
		}

		@Override
		public int hashCode() {
			return toString().hashCode();
		}

		@Override
		public String toString() {
			return this.amount + " " + this.currency;
		}

	}

	/** Writes and reads money as text. */
	public static final class MoneyModule extends SimpleModule {

		private static final long serialVersionUID = 1;

		/** Creates the module. */
		public MoneyModule() {
			super("money");
			addSerializer(Money.class, new ValueSerializer<Money>() {

				@Override
				public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
					generator.writeString(value.toString());
				}

			});
			addDeserializer(Money.class, new ValueDeserializer<Money>() {

				@Override
				public Money deserialize(JsonParser parser, DeserializationContext context) {
					String[] parts = parser.getString().split(" ", -1);
					return new Money(Long.parseLong(parts[0]), parts[1]);
				}

			});
		}

	}

	/** Brings an introspector that supports all annotations. */
	private static final class TypesModule extends SimpleModule {

		private static final long serialVersionUID = 1;

		@Override
		public void setupModule(SetupContext context) {
			context.insertAnnotationIntrospector(new JacksonAnnotationIntrospector());
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	record Typed(String name) {
	}

	/** As the compiler of Kotlin writes a data class. */
	@kotlin.Metadata
	static class DataClass {

		private final String name;

		DataClass(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

		static DataClass copy$default(DataClass self, String name, int mask, Object marker) {
			return new DataClass(name);
		}

	}

	/** As the compiler of Kotlin writes another class. */
	@kotlin.Metadata
	static class KotlinBean {

		private final String name;

		KotlinBean(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

	}

}
