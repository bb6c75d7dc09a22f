"""The engines that a person uses: which there are, what they were seen to do."""
