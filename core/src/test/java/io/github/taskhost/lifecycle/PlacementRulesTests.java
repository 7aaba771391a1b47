package io.github.taskhost.lifecycle;

import io.github.taskhost.HostPhase;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.NodeLossPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tasks that a host leaves to others.
 */
class PlacementRulesTests {

	@Test
	void bodiesThatStartByNameMayStartElsewhere() {
		assertThat(PlacementRules.isMovable(NodeLossPolicy.RESTART)).isTrue();
		assertThat(PlacementRules.isMovable(NodeLossPolicy.FAIL)).isTrue();
		assertThat(PlacementRules.isMovable(NodeLossPolicy.LOCAL)).isFalse();
		assertThat(PlacementRules.isMovable((NodeLossPolicy) null)).isFalse();
	}

	@Test
	void aHostThatIsFullLeavesAllButChildren() {
		assertThat(PlacementRules.leaves(HostPhase.RUNNING, true, false)).isTrue();
		assertThat(PlacementRules.leaves(HostPhase.RUNNING, true, true)).isFalse();
		assertThat(PlacementRules.leaves(HostPhase.RUNNING, false, false)).isFalse();
	}

	@Test
	void aHostThatDrainsLeavesAll() {
		assertThat(PlacementRules.leaves(HostPhase.DRAINING, false, false)).isTrue();
		assertThat(PlacementRules.leaves(HostPhase.DRAINING, false, true)).isTrue();
		assertThat(PlacementRules.leaves(HostPhase.STOPPING, false, true)).isTrue();
	}

	@Test
	void kindsWithALimitOfAllHostsAreClaimedFirst() {
		assertThat(PlacementRules.isClaimedFirst(KindOptions.NONE.withMaxConcurrentCluster(1))).isTrue();
		assertThat(PlacementRules.isClaimedFirst(KindOptions.NONE.withMaxConcurrent(1))).isFalse();
	}

}
