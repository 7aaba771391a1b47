package io.github.taskhost.test.contract.support;

import java.lang.reflect.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * A codec for {@link Greeting} only, so that a host can be tested without a JSON library.
 * Stateless and thread-safe.
 */
public final class GreetingCodec implements PayloadCodec {

	/** The maximum length of an encoded value, in characters. */
	public static final int MAX_SIZE = 100;

	private static final Pattern JSON = Pattern.compile("\\{\"name\":\"([^\"]*)\"}");

	/** Creates a codec. */
	public GreetingCodec() {
		// there is nothing to set up
	}

	@Override
	public TaskResult encodeResult(Object value) {
		return (value instanceof Greeting) ? TaskResult.of(encode(value)) : TaskResult.omitted("it is no greeting");
	}

	@Override
	public JsonPayload encode(Object value) {
		String text = (value instanceof Greeting greeting) ? "{\"name\":\"" + greeting.name() + "\"}"
				: value.toString();
		if (text.length() > MAX_SIZE) {
			throw new InvalidTaskArgumentException("it has more than " + MAX_SIZE + " characters");
		}
		if (text.startsWith("{") != text.endsWith("}")) {
			throw new InvalidTaskArgumentException("it is not an object");
		}
		return new JsonPayload(text);
	}

	@Override
	public @Nullable Object decode(@Nullable JsonPayload payload, Type type) {
		if (type == JsonPayload.class) {
			return payload;
		}
		Matcher matcher = JSON.matcher((payload != null) ? payload.text() : "");
		if (!matcher.matches()) {
			throw new InvalidTaskArgumentException("name: must be a text");
		}
		return new Greeting(matcher.group(1));
	}

	/**
	 * An input of a test kind.
	 *
	 * @param name the name of the person to greet
	 */
	public record Greeting(String name) {
	}

}
