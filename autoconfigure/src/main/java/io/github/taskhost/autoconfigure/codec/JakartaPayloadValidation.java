package io.github.taskhost.autoconfigure.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Validates by the constraints that the class of the value declares. A collection, array
 * or map is validated element by element, since it cannot declare constraints.
 */
final class JakartaPayloadValidation implements PayloadValidation {

	private final Validator validator;

	JakartaPayloadValidation(Validator validator) {
		this.validator = validator;
	}

	@Override
	public List<String> problems(Object value) {
		List<String> problems = new ArrayList<>();
		collect("", value, problems);
		return problems;
	}

	private void collect(String path, @Nullable Object value, List<String> problems) {
		switch (value) {
			case null -> {
			}
			case Collection<?> elements -> collectElements(path, elements, problems);
			case Object[] elements -> collectElements(path, Arrays.asList(elements), problems);
			case Map<?, ?> map ->
				map.forEach((key, element) -> collect(FieldPath.child(path, String.valueOf(key)), element, problems));
			default -> this.validator.validate(value)
				.stream()
				.map((violation) -> text(path, violation))
				.sorted()
				.forEach(problems::add);
		}
	}

	private void collectElements(String path, Collection<?> elements, List<String> problems) {
		int index = 0;
		for (Object element : elements) {
			collect(path + "[" + index + "]", element, problems);
			index++;
		}
	}

	private static String text(String path, ConstraintViolation<?> violation) {
		String field = String.valueOf(violation.getPropertyPath());
		return Problems.at(field.isEmpty() ? path : FieldPath.child(path, field), violation.getMessage());
	}

}
