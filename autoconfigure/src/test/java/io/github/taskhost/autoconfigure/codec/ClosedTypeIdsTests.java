package io.github.taskhost.autoconfigure.codec;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClosedTypeIds}: names from a closed list are read, and class names
 * never are.
 */
class ClosedTypeIdsTests {

	private static final List<Shape> SHAPES = List.of(new Circle(2), new Square(3));

	private static final String JSON = "[{\"type\":\"circle\",\"radius\":2.0},{\"type\":\"square\",\"side\":3}]";

	private final PayloadCodec codec = codec();

	@Test
	void sealedTypeWithNamesIsWrittenAndRead() {
		JsonPayload json = this.codec
			.encode(new Drawing(SHAPES, SHAPES.get(0), Map.of("a", SHAPES.get(1)), Optional.of(SHAPES.get(0))));
		assertThat(json.text()).contains("\"shapes\":" + JSON).contains("\"first\":{\"type\":\"circle\"");
		assertThat(this.codec.decode(json, Drawing.class))
			.isEqualTo(new Drawing(SHAPES, SHAPES.get(0), Map.of("a", SHAPES.get(1)), Optional.of(SHAPES.get(0))));
		assertThat(this.codec.encode(SHAPES.get(0)).text()).isEqualTo("{\"type\":\"circle\",\"radius\":2.0}");
		assertThat(this.codec.decode(new JsonPayload("{\"radius\":2,\"type\":\"circle\"}"), Shape.class))
			.isEqualTo(SHAPES.get(0));
		assertThat(this.codec.encodeResult(SHAPES.get(1)).value())
			.isEqualTo(new JsonPayload("{\"type\":\"square\",\"side\":3}"));
	}

	@Test
	void sealedTypeListsItself() {
		JsonPayload json = this.codec.encode(new Dog("Rex"));
		assertThat(json.text()).isEqualTo("{\"@type\":\"dog\",\"name\":\"Rex\"}");
		assertThat(this.codec.decode(json, Animal.class)).isEqualTo(new Dog("Rex"));
	}

	@Test
	void typeThatListsItsSubtypesNeedNotBeSealed() {
		JsonPayload json = this.codec.encode(new Car("red"));
		assertThat(json.text()).isEqualTo("{\"kind\":\"car\",\"color\":\"red\"}");
		assertThat(this.codec.decode(json, Vehicle.class)).isEqualTo(new Car("red"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"type":"triangle"}                                     | "triangle" does not name a Shape
			{"type":"java.util.ArrayList"}                          | "java.util.ArrayList" does not name a Shape
			{"radius":2}                                            | does not name its type: expected a Shape
			{"type":"square","side":3,"radius":1}                   | radius: is not known
			{"type":"circle","type":"square","side":3}              | repeats a property
			{"type":["circle"],"radius":1}                          | Shape
			{"radius":1e400,"type":"circle"}                        | out of the range
			{"type":"circle","radius":1e400}                        | out of the range
			""")
	void otherNamesAreRefusedWithTheReason(String json, String reason) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.codec.decode(new JsonPayload(json), Shape.class))
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(classes = { ByClass.class, ByMinimalClass.class, Resolved.class, Open.class })
	void otherTypeIdsAreNotRead(Class<?> type) {
		String id = Gadget.class.getName();
		for (String json : List.of("{\"@class\":\"" + id + "\"}", "{\"@c\":\"" + id + "\"}",
				"{\"@type\":\"" + id + "\"}", "[\"" + id + "\",{}]")) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.codec.decode(new JsonPayload(json), type));
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> codec(new Careless()).decode(new JsonPayload(json), type));
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> codec(new OwnTypeIds()).decode(new JsonPayload(json), type));
		}
	}

	/** Any property of type {@code Object} would open the list. */
	@Test
	void annotationsOfPropertiesHaveNoEffect() {
		String json = "{\"any\":{\"@class\":\"" + Gadget.class.getName() + "\"}}";
		for (PayloadCodec each : List.of(this.codec, codec(new Careless()))) {
			Object holder = each.decode(new JsonPayload(json), Holder.class);
			assertThat(holder).isEqualTo(new Holder(Map.of("@class", Gadget.class.getName())));
		}
	}

	@Test
	void ownAnnotationsOfPropertiesHaveNoEffect() {
		String id = Gadget.class.getName();
		String json = "{\"any\":{\"@class\":\"" + id + "\"},\"all\":[{\"@class\":\"" + id
				+ "\"}],\"other\":{\"@class\":\"" + id + "\"}}";
		Map<String, Object> plain = Map.of("@class", id);
		assertThat(codec(new OwnTypeIds()).decode(new JsonPayload(json), OwnHolder.class))
			.isEqualTo(new OwnHolder(plain, List.of(plain), plain));
	}

	@Test
	void resolverOfAnIntrospectorHasNoEffectOnAClosedType() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> codec(new OwnTypeIds())
			.decode(new JsonPayload("{\"kind\":\"" + Gadget.class.getName() + "\"}"), OwnClosed.class));
	}

	@Test
	void defaultTypingStaysOff() {
		PayloadCodec careless = codec(new DefaultTypes());
		assertThat(careless.encode(Map.of("a", new Gadget("x"))).text()).isEqualTo("{\"a\":{\"name\":\"x\"}}");
		String json = "[\"" + Gadget.class.getName() + "\",{\"name\":\"x\"}]";
		assertThat(careless.decode(new JsonPayload(json), Object.class))
			.isEqualTo(List.of(Gadget.class.getName(), Map.of("name", "x")));
	}

	@Test
	void kindTakesAndReturnsSealedTypes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class,
					TaskhostCodecAutoConfiguration.class, TaskhostKindAutoConfiguration.class))
			.withBean(Scaling.class)
			.run((context) -> {
				BackgroundTaskRecord end = context.getBean(BackgroundTaskHost.class)
					.session("s1")
					.submit(TaskRequest.of("scale").input(new Circle(2)))
					.await(Duration.ofSeconds(30));
				assertThat(end.input()).isEqualTo(new JsonPayload("{\"type\":\"circle\",\"radius\":2.0}"));
				assertThat(end.result()).isNotNull();
				assertThat(end.result().value()).isEqualTo(new JsonPayload("{\"type\":\"circle\",\"radius\":4.0}"));
			});
	}

	private static PayloadCodec codec(JacksonModule... modules) {
		return new JacksonPayloadCodec(DataSize.ofKilobytes(4), PayloadValidation.NONE, List.of(modules));
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	record Drawing(List<Shape> shapes, Shape first, Map<String, Shape> named, Optional<Shape> last) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Animal {

	}

	@JsonTypeName("dog")
	record Dog(String name) implements Animal {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Car.class, name = "car"))
	interface Vehicle {

	}

	record Car(String color) implements Vehicle {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	sealed interface ByClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
	@JsonSubTypes(@JsonSubTypes.Type(Gadget.class))
	interface ByMinimalClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonTypeIdResolver(AnyClass.class)
	@JsonSubTypes(@JsonSubTypes.Type(Gadget.class))
	interface Resolved {

	}

	/** Asks for names, and has no list of them. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	interface Open {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@OwnResolver
	sealed interface OwnClosed {

	}

	record Gadget(@Nullable String name) implements ByClass, ByMinimalClass, Resolved, Open, OwnClosed {
	}

	record Holder(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {
	}

	/** Asks for class names, in the words of the application. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface OwnTypeId {

	}

	/** Asks for a resolver, in the words of the application. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface OwnResolver {

	}

	record OwnHolder(@OwnTypeId Object any, @OwnTypeId List<Object> all, @OwnTypeId @OwnResolver Object other) {
	}

	/** Reads any class. */
	static final class AnyClass extends TypeIdResolverBase {

		@Override
		public String idFromValue(DatabindContext context, Object value) {
			return value.getClass().getName();
		}

		@Override
		public String idFromValueAndType(DatabindContext context, @Nullable Object value, Class<?> type) {
			return type.getName();
		}

		@Override
		public JavaType typeFromId(DatabindContext context, String id) {
			return context.constructType(Gadget.class);
		}

		@Override
		public JsonTypeInfo.Id getMechanism() {
			return JsonTypeInfo.Id.CUSTOM;
		}

	}

	/** Brings an introspector that supports all annotations. */
	private static final class Careless extends SimpleModule {

		private static final long serialVersionUID = 1;

		@Override
		public void setupModule(SetupContext context) {
			context.insertAnnotationIntrospector(new JacksonAnnotationIntrospector());
		}

	}

	/** Brings an introspector that supports annotations of the application. */
	private static final class OwnTypeIds extends SimpleModule {

		private static final long serialVersionUID = 1;

		@Override
		public void setupModule(SetupContext context) {
			context.insertAnnotationIntrospector(new OwnIntrospector());
		}

	}

	private static final class OwnIntrospector extends NopAnnotationIntrospector {

		private static final long serialVersionUID = 1;

		@Override
		public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
			return (annotated.hasAnnotation(OwnTypeId.class) || annotated.hasAnnotation(JsonTypeInfo.class))
					? JsonTypeInfo.Value.construct(JsonTypeInfo.Id.CLASS, JsonTypeInfo.As.PROPERTY, "@class", null,
							false, null)
					: null;
		}

		@Override
		public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
			return annotated.hasAnnotation(OwnResolver.class) ? AnyClass.class : null;
		}

	}

	/** Turns class names on for everything. */
	private static final class DefaultTypes extends SimpleModule {

		private static final long serialVersionUID = 1;

		@Override
		public void setupModule(SetupContext context) {
			((MapperBuilder<?, ?>) context.getOwner()).activateDefaultTyping(
					BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL);
		}

	}

	static class Scaling {

		@BackgroundTaskKind("scale")
		Shape scale(Shape shape, BackgroundTaskContext context) {
			return switch (shape) {
				case Circle circle -> new Circle(circle.radius() * 2);
				case Square square -> new Square(square.side() * 2);
			};
		}

	}

}
