package io.github.taskhost.autoconfigure.slice;

import org.springframework.stereotype.Component;

/** A component that a kind needs. */
@Component
class Archive {

	String store(String title) {
		return "stored " + title;
	}

}
