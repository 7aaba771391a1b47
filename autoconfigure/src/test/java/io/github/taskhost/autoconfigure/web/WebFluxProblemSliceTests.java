package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.error.TaskNotFoundException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tests for problem details in the slice that tests controllers of WebFlux.
 */
@WebFluxTest
@ContextConfiguration(classes = WebFluxProblemSliceTests.Application.class)
class WebFluxProblemSliceTests {

	@Autowired
	private WebTestClient client;

	@Test
	void exceptionOfTheHostIsAProblem() {
		this.client.get()
			.uri("/unknown")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("Task not found");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Tasks.class)
	static class Application {

	}

	@RestController
	static class Tasks {

		@GetMapping("/unknown")
		String unknown() {
			throw new TaskNotFoundException("unknown");
		}

	}

}
