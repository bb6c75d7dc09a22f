"""What can be computed: one file per action, in the folder of its field. Found by walking this folder."""
