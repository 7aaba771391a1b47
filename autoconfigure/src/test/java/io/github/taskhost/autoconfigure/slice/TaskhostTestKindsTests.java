package io.github.taskhost.autoconfigure.slice;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.KindDescription;
import io.github.taskhost.test.autoconfigure.TaskhostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@TaskhostTest(Copies.class)
class TaskhostTestKindsTests {

	@Autowired
	private BackgroundTaskHost host;

	@Test
	void onlyTheNamedKindsAreDefined() {
		assertThat(this.host.kinds()).extracting(KindDescription::name).containsExactly("copy");
	}

}
