package io.github.taskhost.autoconfigure.web;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

/**
 * Configures Spring Session with a repository in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SpringSessionTestConfiguration {

	@Bean
	CountingRepository sessionRepository() {
		return new CountingRepository();
	}

	/**
	 * Counts the lookups of sessions.
	 */
	static class CountingRepository extends MapSessionRepository {

		final AtomicInteger lookups = new AtomicInteger();

		CountingRepository() {
			super(new ConcurrentHashMap<>());
		}

		@Override
		public @Nullable MapSession findById(String id) {
			this.lookups.incrementAndGet();
			return super.findById(id);
		}

	}

}
