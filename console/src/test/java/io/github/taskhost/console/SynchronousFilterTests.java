package io.github.taskhost.console;

import java.net.http.HttpResponse;

import io.github.taskhost.console.web.ConsoleHandler;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The console behind a filter that does not support asynchronous requests. */
@Timeout(60)
class SynchronousFilterTests {

	@Test
	void pageIsToldToPoll() {
		try (RealConsole console = RealConsole.start(WebApplicationType.SERVLET, Filtered.class, RealConsole.OPEN)) {
			HttpResponse<String> refused = console.get("/taskhost/api/live?view=overview");
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(RealConsole.read(refused).path("detail").asString()).contains("asynchronous");
			assertThat(console.bean(ConsoleHandler.class).openStreams()).isZero();
			assertThat(console.get("/taskhost/api/live?view=overview&once=true").statusCode()).isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Filtered {

		@Bean
		FilterRegistrationBean<Filter> synchronous() {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			filter.setAsyncSupported(false);
			return filter;
		}

	}

}
