package com.example.smoke;

import io.github.taskhost.BackgroundTaskHost;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class SmokeApplicationTests {

	@Autowired
	private BackgroundTaskHost host;

	@Test
	void starterProvidesAHost() {
		assertThat(this.host).isNotNull();
	}

}
