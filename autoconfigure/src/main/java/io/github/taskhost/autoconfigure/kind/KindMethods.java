package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.kind.BackgroundTaskKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Component;

/**
 * Finds the methods of classes with {@link BackgroundTaskKind}. Caches the classes
 * without such a method, which are nearly all.
 */
final class KindMethods {

	private static final Logger logger = LoggerFactory.getLogger(KindMethods.class);

	private final Set<Class<?>> without = ConcurrentHashMap.newKeySet();

	Map<Method, MergedAnnotation<BackgroundTaskKind>> of(Class<?> type) {
		if (this.without.contains(type) || !isCandidate(type)) {
			return Map.of();
		}
		Map<Method, MergedAnnotation<BackgroundTaskKind>> methods = select(type);
		if (methods.isEmpty()) {
			this.without.add(type);
		}
		return methods;
	}

	private static boolean isCandidate(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, BackgroundTaskKind.class) && !isOfSpring(type);
	}

	private static boolean isOfSpring(Class<?> type) {
		return type.getName().startsWith("org.springframework.")
				&& !AnnotatedElementUtils.isAnnotated(type, Component.class);
	}

	private static Map<Method, MergedAnnotation<BackgroundTaskKind>> select(Class<?> type) {
		try {
			return MethodIntrospector.selectMethods(type, KindMethods::annotationOf);
		}
		catch (IllegalStateException | TypeNotPresentException | LinkageError ex) {
			// A signature names an absent class, so the method cannot be called.
			logger.debug("The methods of {} cannot be read", type, ex);
			return Map.of();
		}
	}

	private static @Nullable MergedAnnotation<BackgroundTaskKind> annotationOf(Method method) {
		MergedAnnotation<BackgroundTaskKind> annotation = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(BackgroundTaskKind.class);
		return annotation.isPresent() ? annotation : null;
	}

	void clear() {
		this.without.clear();
	}

}
