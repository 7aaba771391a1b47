package io.github.taskhost.local.kind;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptSchemasTests {

	private final List<Type> asked = new ArrayList<>();

	private final KeptSchemas schemas = new KeptSchemas((type) -> {
		this.asked.add(type);
		return (type == String.class) ? new JsonPayload("{}") : null;
	});

	private static Type named(int number) {
		return new Type() {

			@Override
			public String getTypeName() {
				return "type " + number;
			}

		};
	}

	@Test
	void sourceIsAskedOnceForAType() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.schemas.schemaOf(String.class)).isEqualTo(new JsonPayload("{}"));
			assertThat(this.schemas.schemaOf(Integer.class)).isNull();
		}
		assertThat(this.asked).containsExactly(String.class, Integer.class);
	}

	@Test
	void typesPastTheLimitHaveNoSchema() {
		for (int i = 0; i < KeptSchemas.MAX_TYPES; i++) {
			this.schemas.schemaOf(named(i));
		}
		assertThat(this.schemas.schemaOf(String.class)).isNull();
		assertThat(this.asked).hasSize(KeptSchemas.MAX_TYPES);
	}

	@Test
	void anyJsonHasNoSchema() {
		assertThat(this.schemas.schemaOf(JsonPayload.class)).isNull();
		assertThat(new KeptSchemas(TypeSchemas.none()).schemaOf(String.class)).isNull();
		assertThat(this.asked).isEmpty();
	}

}
