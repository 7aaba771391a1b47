package io.github.taskhost.jdbc.recovery;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTests {

	private final Backlog backlog = new Backlog();

	@Test
	void roomThatIsFreedWhileTasksWaitIsAReasonForARound() {
		assertThat(this.backlog.freed()).isFalse();
		this.backlog.add("mail");
		assertThat(this.backlog.freed()).isTrue();
	}

	@Test
	void roomThatIsFreedDuringARoundIsAReasonForAnotherRound() {
		Set<String> before = this.backlog.begin();
		this.backlog.freed();
		assertThat(this.backlog.replace(before, List.of("mail"))).isTrue();
		assertThat(this.backlog.replace(this.backlog.begin(), List.of("mail"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void kindThatBeginsToWaitDuringARoundStays(boolean hasWaitedBefore) {
		if (hasWaitedBefore) {
			this.backlog.add("mail");
		}
		Set<String> before = this.backlog.begin();
		this.backlog.add("mail");
		assertThat(this.backlog.replace(before, List.of())).isFalse();
		assertThat(this.backlog.has("mail")).isTrue();
	}

	@Test
	void kindWithoutTasksIsForgottenByTheNextLook() {
		this.backlog.begin();
		this.backlog.add("mail");
		this.backlog.replace(Set.of(), List.of("print"));
		this.backlog.replace(this.backlog.begin(), List.of());
		assertThat(this.backlog.has("mail")).isFalse();
		assertThat(this.backlog.has("print")).isFalse();
	}

}
